package unroll.conf;

import java.io.Serializable;

/**
 * @param dir run directory, on any Hadoop file system
 * @param seed the one source of randomness
 */
public record RunConf(String dir, long seed) implements Serializable {}
