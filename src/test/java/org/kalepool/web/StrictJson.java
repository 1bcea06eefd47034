package org.kalepool.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.validation.Validation;

/** The API's JSON without a container. */
final class StrictJson {
  private StrictJson() {}

  static Json make() {
    ObjectMapper mapper = new ObjectMapper();
    new ApiMapper().customize(mapper);
    return new Json(mapper, Validation.buildDefaultValidatorFactory().getValidator());
  }
}
