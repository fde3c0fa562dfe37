/** Text to word ids: tokenisers (Lucene's), vocabulary, byte-pair encoding. */
package unroll.text;
