/** Parameters that a new network takes from a trained model. */
package unroll.task.transfer;
