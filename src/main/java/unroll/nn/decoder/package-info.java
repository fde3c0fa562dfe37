/** Parts of networks that write sequences. */
package unroll.nn.decoder;
