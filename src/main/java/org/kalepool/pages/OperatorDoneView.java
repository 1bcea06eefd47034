package org.kalepool.pages;

import org.jspecify.annotations.Nullable;

/**
 * What came of a command.
 *
 * @param secret shown now and never again, null if there is none
 * @param again whether it had been done before, by the same form
 */
public record OperatorDoneView(
    String title, String said, @Nullable String secret, boolean again, String back) {}
