/** Linear algebra off the path of training: factorisations, spectra, sparse matrices. */
package unroll.math.linear;
