/** Text to word ids: tokenisers (Lucene's), vocabulary, encoder. */
package unroll.text;
