package unroll.encode;

import java.io.Serializable;

/** Stands for the contents of blocks, so that a later reading can be compared with the first. */
public interface Fingerprint extends Serializable {
    void add(RawBlock block);

    /** Returns the same text for the same contents. */
    String value();
}
