/** Files of any file system, by path, and JSON files in them. */
package unroll.io;
