/**
 * Code that needs Spark. This package has sessions, memory checks and errors; its sub-packages have
 * sources, preparation, rounds, scoring, the baseline, sinks, file systems and jobs.
 */
package unroll.spark;
