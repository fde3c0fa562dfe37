package unroll.conf;

import java.io.Serializable;

/**
 * @param minutes most minutes between two checkpoints; one is written at each epoch's end anyway
 * @param keep newest checkpoints that stay (the best stays too)
 */
public record CheckpointConf(double minutes, int keep) implements Serializable {}
