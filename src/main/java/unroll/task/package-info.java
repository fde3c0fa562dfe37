/** Tasks, one file each: networks built from parts, outputs decoded and measured. */
package unroll.task;
