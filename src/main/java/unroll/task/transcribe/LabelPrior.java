package unroll.task.transcribe;

import java.util.List;

/** What a search adds to the log-probabilities of labels for what stands before them. */
interface LabelPrior {
    /**
     * Begins with some empty prefixes, which it reads.
     *
     * @param most prefixes that are read at a time, from now on
     */
    void begin(List<Prefix> empty, int most);

    /**
     * Reads prefixes: assigns what is added for each label after them, and for their end.
     *
     * @param beams the prefixes that are to be continued. Those that have not been read are longer
     *     by a label than one of the last call
     */
    void read(List<Prefix> beams);
}
