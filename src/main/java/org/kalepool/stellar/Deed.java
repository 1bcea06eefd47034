package org.kalepool.stellar;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction does for one farmer in one block.
 *
 * @param farmer for whom, null if for no one farmer
 * @param block the block it is about, null if about none
 * @param call what it would ask the network for by itself
 */
public record Deed(Action action, @Nullable UUID farmer, @Nullable Long block, Call call) {}
