/** What people read: text that is safe to print and free of secrets. */
package unroll.message;
