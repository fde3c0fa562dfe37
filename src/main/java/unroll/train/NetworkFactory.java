package unroll.train;

import java.io.Serializable;
import unroll.nn.Network;

/**
 * Says which network is trained; travels to the executors, where the network is built. A record,
 * since equal factories share scratch memory.
 */
public interface NetworkFactory extends Serializable {
    Network network();
}
