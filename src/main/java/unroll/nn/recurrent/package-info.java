/** Recurrent layers: a cell run along time, its matrices, its state and what is fed back. */
package unroll.nn.recurrent;
