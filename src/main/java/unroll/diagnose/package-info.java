/** Views inside a trained network: gradients along time, gates, units, loss surface. */
package unroll.diagnose;
