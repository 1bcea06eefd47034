package org.kalepool.blackbox;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The pool as it is, with the document of its routes, which other tests' pools do without. */
public final class DocumentedPool implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of("mp.openapi.scan.disable", "false");
  }
}
