package unroll.bench;

import java.util.List;
import unroll.conf.CellConf;
import unroll.conf.SoftmaxConf;

/** All workloads. */
final class Workloads {
    private static final TranslationWorkload T5 =
            new TranslationWorkload("T5", 256, 8_000, 6_000, 64, 8, 20);

    static final List<Workload> ALL =
            List.of(
                    new TextWorkload("S1", CellConf.Name.LSTM, 1, false, 128, 128, 64, 100, 100),
                    new TextWorkload("S2", CellConf.Name.LSTM, 1, false, 256, 256, 64, 200, 200),
                    new TextWorkload("S3", CellConf.Name.LSTM, 1, false, 128, 128, 64, 20, 180),
                    new TextWorkload("S4", CellConf.Name.LSTM, 2, true, 128, 128, 64, 100, 100),
                    new TextWorkload("S5", CellConf.Name.GRU, 1, false, 128, 128, 64, 100, 100),
                    new TextWorkload("S6", CellConf.Name.ELMAN, 1, false, 128, 128, 64, 100, 100),
                    new TextWorkload("S7", CellConf.Name.LSTM, 1, false, 100, 64, 32, 60, 60),
                    new TextWorkload("S8", CellConf.Name.MINGRU, 1, false, 128, 128, 64, 100, 100),
                    new LanguageWorkload("T1", 2, 650, 10_000, SoftmaxConf.Full.untied(), 20, 35),
                    new LanguageWorkload("T2", 1, 200, 30_000, SoftmaxConf.Full.untied(), 32, 50),
                    new LanguageWorkload(
                            "T2-sampled", 1, 200, 30_000, new SoftmaxConf.Sampled(1000), 32, 50),
                    new TaggingWorkload("T3", 100, 900, 120, 32, 6, 20),
                    new SpeechWorkload("T4", 24, 2, 128, 11, 16, 200, 300),
                    T5,
                    new DecodingWorkload("T5-decode", T5, 20));

    private Workloads() {}
}
