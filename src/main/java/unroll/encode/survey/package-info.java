/** Statistics of a source's rows, collected before they are encoded. */
package unroll.encode.survey;
