/** Views inside a trained network: gradients along time, gates, units, error surface. */
package unroll.diagnose;
