package unroll.conf.read;

import unroll.conf.Configuration;
import unroll.conf.setting.Mistakes;

/** A condition on settings taken together. */
@FunctionalInterface
public interface Rule {

    /**
     * Checks the condition.
     *
     * @param mistakes gets a mistake, with its keys, if the condition does not hold
     */
    void check(Configuration conf, Mistakes mistakes);
}
