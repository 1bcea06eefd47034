package org.kalepool.pages;

import org.kalepool.ops.BlockPages;
import org.kalepool.web.Page;

/**
 * Blocks, newest first.
 *
 * @param older whether these are not the newest
 */
public record BlocksView(Page<BlockPages.Shown> page, boolean older) {}
