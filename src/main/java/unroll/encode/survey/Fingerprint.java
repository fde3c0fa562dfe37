package unroll.encode.survey;

import java.io.Serializable;
import unroll.encode.row.RawBlock;

/** A fingerprint of the contents of blocks, to compare a later reading with the first. */
public interface Fingerprint extends Serializable {
    void add(RawBlock block);

    /** Returns a text that is the same for the same contents. */
    String value();
}
