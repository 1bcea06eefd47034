package org.kalepool.pages;

import org.kalepool.ops.BlockDeeds;
import org.kalepool.ops.BlockPages;
import org.kalepool.web.Page;

/**
 * One block.
 *
 * @param older whether these deeds are not the first page
 */
public record OneBlockView(
    BlockPages.Shown block, Page<BlockDeeds.Deed> deeds, boolean older, Explorer explorer) {}
