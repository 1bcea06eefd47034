package org.kalepool.testing;

import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.HttpServer;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;

/** Where the tested application has health and metrics. */
public final class Management {
  private Management() {}

  /** Without a slash at the end. */
  public static String url() {
    return "http://127.0.0.1:" + Arc.container().select(HttpServer.class).get().getManagementPort();
  }

  /** A request to it. */
  public static RequestSpecification given() {
    return RestAssured.given().baseUri(url());
  }
}
