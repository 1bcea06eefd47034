package org.kalepool.pages;

import java.util.List;

/** The API's document, to be read. */
public record ApiView(List<Group> groups) {
  /** Operations of one tag. */
  public record Group(String name, List<Operation> operations) {}

  /**
   * One operation.
   *
   * @param who may call it
   * @param answers the statuses
   */
  public record Operation(
      String method, String path, String summary, String who, List<Field> fields, String answers) {}

  /**
   * A parameter or a field of the body.
   *
   * @param place {@code path}, {@code query}, {@code header} or {@code body}
   */
  public record Field(String place, String name, boolean required, String type, String meaning) {}
}
