package org.kalepool.pages;

import org.jspecify.annotations.Nullable;

/** What is told of a problem: what happened, what to do, and how to find it in the log. */
public record ProblemView(String title, String detail, @Nullable String id, boolean operators) {}
