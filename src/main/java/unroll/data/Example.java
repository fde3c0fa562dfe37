package unroll.data;

/**
 * One sequence of word ids with its class, on its way into a block.
 *
 * @param ids at least one
 * @param target the class, -1 where there is none
 */
public record Example(int[] ids, int target) {}
