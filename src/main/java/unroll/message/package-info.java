/** Messages for people: safe to print, and free of secrets. */
package unroll.message;
