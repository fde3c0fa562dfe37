package unroll.measure;

import java.util.Locale;

/** The figures that tell how good a model is. */
public enum Metric {
    /** Share of the targets that are the most probable class, or the likelier of yes and no. */
    ACCURACY("accuracy", "%.2f %%", 100),
    /** Mean F1 of the classes that occur, as label or as prediction. */
    MACRO_F1("macroF1", "macro-F1 %.2f %%", 100),
    /** Harmonic mean of precision and recall of the labels of sets, all of them together. */
    MICRO_F1("microF1", "micro-F1 %.2f %%", 100),
    /** Share of the sets all of whose labels are found, and no other. */
    RIGHT_SETS("rightSets", "sets right %.2f %%", 100),
    /** Harmonic mean of precision and recall of spans of steps (conlleval). */
    SPAN_F1("f1", "F1 %.2f %%", 100),
    /** Share of the found spans that are right. */
    SPAN_PRECISION("precision", "precision %.2f %%", 100),
    /** Share of the true spans that are found. */
    SPAN_RECALL("recall", "recall %.2f %%", 100),
    /** Share of the brackets of true trees that are found, as many as there are. */
    BRACKET_F1("bracketF1", "F1 of brackets %.2f %%", 100),
    /** Share of the brackets of true trees that are found with their labels. */
    LABELLED_BRACKET_F1("labelledBracketF1", "F1 of labelled brackets %.2f %%", 100),
    /** The share of brackets that a tree has which always branches to the right. */
    RIGHT_BRANCHING_F1("rightBranchingF1", "F1 of brackets to the right %.2f %%", 100),
    /** F1 of segments of equal labels, which overlap by half with true ones (F1@50). */
    SEGMENT_F1("segmentF1", "segment F1 %.2f %%", 100),
    /** Share of the sequences whose intent, the label of the whole, is right. */
    INTENT_ACCURACY("intentAccuracy", "intent %.2f %%", 100),
    /** Share of the sequences whose intent and labels of steps are all right. */
    EXACT_MATCH("exactMatch", "exact match %.2f %%", 100),
    /** Mean F1 of the five terms of a text that are ranked first. */
    F1_AT_5("f1At5", "F1@5 %.2f %%", 100),
    /** Mean F1 of the ten terms of a text that are ranked first. */
    F1_AT_10("f1At10", "F1@10 %.2f %%", 100),
    /** As F1@5, of terms with equal stems. */
    STEMMED_F1_AT_5("stemmedF1At5", "F1@5 of stems %.2f %%", 100),
    /** As F1@10, of terms with equal stems. */
    STEMMED_F1_AT_10("stemmedF1At10", "F1@10 of stems %.2f %%", 100),
    /** Cohen's kappa of ordered classes with weights of squared distances in ranks. */
    WEIGHTED_KAPPA("weightedKappa", "weighted kappa %.4f", 1),
    /** Area under the ROC curve of the second of two classes. */
    AUC("auc", "AUC %.4f", 1),
    /** Mean of -log p(target), in nats. */
    LOG_LOSS("logLoss", "log-loss %.4f", 1),
    /** Mean squared difference between a probability and the outcome (Brier 1950). */
    BRIER("brier", "Brier %.4f", 1),
    /** Expected calibration error: how far probabilities are from what comes true. */
    CALIBRATION_ERROR("calibrationError", "calibration error %.2f %%", 100),
    /** Labels to insert, remove or replace until all are right, over the number of true labels. */
    LABEL_ERROR_RATE("labelErrorRate", "label error rate %.2f %%", 100),
    /** Words to insert, remove or replace until all are right, over the number of true words. */
    WORD_ERROR_RATE("wordErrorRate", "word error rate %.2f %%", 100),
    /** Share of the sequences all of whose labels are right. */
    SEQUENCE_ACCURACY("sequenceAccuracy", "all right %.2f %%", 100),
    /** Mean absolute error over that of the seasonal-naive forecast before the first origin. */
    MASE("mase", "MASE %.4f", 1),
    /** Mean of the absolute error over half the sum of forecast and truth. */
    SMAPE("smape", "sMAPE %.2f %%", 100),
    /** Mean pinball loss over quantiles, in the target's own unit. */
    PINBALL("pinball", "pinball %.4g", 1),
    /** Share of the targets between the first and the last quantile. */
    COVERAGE("coverage", "coverage %.2f %%", 100),
    /** Root mean squared error, in the target's own unit. */
    RMSE("rmse", "RMSE %.4g", 1),
    /** Mean squared error. */
    MSE("mse", "MSE %.4g", 1),
    /** Mean absolute error, in the target's own unit or, of ordered classes, in their numbers. */
    MAE("mae", "MAE %.4g", 1),
    /** RMSE over the targets' deviation: 1 is as good as their mean. */
    NRMSE("nrmse", "NRMSE %.4g", 1),
    /** NRMSE of the first number at the last step of each example. */
    LAST_NRMSE("lastNrmse", "NRMSE at the last step %.4g", 1),
    /** exp(log-loss): the number of equally probable words that would be as hard to choose from. */
    PERPLEXITY("perplexity", "perplexity %.2f", 1),
    /** BLEU of written texts, from 0 to 100. */
    BLEU("bleu", "BLEU %.2f", 1),
    /** F-score of the character n-grams of written texts, from 0 to 100. */
    CHRF("chrf", "chrF %.2f", 1);

    private final String key;
    private final String pattern;
    private final double unit;

    Metric(String key, String pattern, double unit) {
        this.key = key;
        this.pattern = pattern;
        this.unit = unit;
    }

    /** The name in JSON files. */
    public String key() {
        return key;
    }

    /** Returns the figure as text. */
    public String show(double value) {
        return String.format(Locale.ROOT, pattern, unit * value);
    }
}
