/** Configuration: immutable records, read from YAML, validated, each default written once. */
package unroll.conf;
