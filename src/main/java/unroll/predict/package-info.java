/** Opens and writes trained models, in the one way that every command uses. */
package unroll.predict;
