package unroll.spark.source;

import java.util.Arrays;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.api.java.UDF1;
import scala.jdk.javaapi.CollectionConverters;
import unroll.audio.AudioFeatures;
import unroll.audio.UnreadableSoundException;
import unroll.audio.Wav;
import unroll.conf.AudioConf;

/** The features of a WAV file as an array of vectors; null if it cannot be decoded. */
final class WavFeatures implements UDF1<byte[], Object> {
    private static final long serialVersionUID = 1;

    private final AudioConf conf;
    private transient AudioFeatures features; // each task has its own

    WavFeatures(AudioConf conf) {
        this.conf = conf;
    }

    @Override
    public Object call(byte[] file) {
        if (features == null) {
            features = new AudioFeatures(conf);
        }
        try {
            var steps = Arrays.stream(features.of(Wav.of(file))).map(Vectors::dense).toList();
            return CollectionConverters.asScala(steps).toSeq();
        } catch (UnreadableSoundException e) {
            return null;
        }
    }
}
