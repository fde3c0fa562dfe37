package unroll.golden;

/** The rules that the optimiser files hold, told by the settings that only they have. */
public enum GoldenOptimizer {
    SGD,
    MOMENTUM,
    NESTEROV,
    ADAGRAD,
    ADADELTA,
    RMSPROP,
    ADAM,
    AMSGRAD,
    ADAMW,
    NADAM;

    public static GoldenOptimizer of(GoldenFile file) {
        if (file.has("options", "dampening")) {
            if (file.number("options", "momentum") == 0) {
                return SGD;
            }
            return file.flag("options", "nesterov") ? NESTEROV : MOMENTUM;
        } else if (file.has("options", "rho")) {
            return ADADELTA;
        } else if (file.has("options", "lr_decay")) {
            return ADAGRAD;
        } else if (file.has("options", "alpha")) {
            return RMSPROP;
        } else if (file.has("options", "momentum_decay")) {
            return NADAM;
        } else if (file.has("options", "amsgrad")) {
            if (file.flag("options", "amsgrad")) {
                return AMSGRAD;
            }
            return file.flag("options", "decoupled_weight_decay") ? ADAMW : ADAM;
        }
        throw new AssertionError(file + ": no optimiser has the settings " + file.names("options"));
    }
}
