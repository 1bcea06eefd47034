package org.kalepool.web;

import org.jspecify.annotations.Nullable;

/** Tells people in a browser of a problem; provided by the module that makes pages. */
public interface ProblemPage {
  /**
   * A page.
   *
   * @param detail what to do about it
   * @param id finds the failure in the log, null where nothing was logged
   * @param operators whether it is on the way to an operators' page
   */
  String of(ProblemKind kind, String detail, @Nullable String id, boolean operators);
}
