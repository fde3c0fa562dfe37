/** Figures of forecasts of series, beside those of simple forecasts. */
package unroll.measure.series;
