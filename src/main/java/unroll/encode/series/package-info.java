/** Series: from rows that are steps in time to windows that a forecast looks back on. */
package unroll.encode.series;
