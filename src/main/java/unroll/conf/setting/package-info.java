/**
 * The parts that configurations are declared with. A record lists its fields, each with key, type,
 * default and meaning; reading, writing, copies and the table of settings follow from that list.
 */
package unroll.conf.setting;
