/** What a trained network looks like inside: gradients along time, gates, units, error surface. */
package unroll.diagnose;
