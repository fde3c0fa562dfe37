/** What is learnt from the rows of a source before they are encoded. */
package unroll.encode.survey;
