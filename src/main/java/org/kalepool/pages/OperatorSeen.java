package org.kalepool.pages;

import org.kalepool.web.OperatorRole;

/** The operator who looks at a page. */
public record OperatorSeen(String name, OperatorRole role) {
  /** Whether it may do more than look. */
  public boolean acts() {
    return role.covers(OperatorRole.OPERATOR);
  }

  /** Whether it may do everything. */
  public boolean admin() {
    return role.covers(OperatorRole.ADMIN);
  }
}
