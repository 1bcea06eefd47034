package org.kalepool.pages;

import io.quarkus.qute.TemplateData;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Where a transaction can be looked at. */
@Singleton
@TemplateData
public class Explorer {
  private final Optional<String> pattern;

  Explorer(PagesSettings settings) {
    this.pattern = settings.explorer();
  }

  /** Whether there is such a place for this network. */
  public boolean isKnown() {
    return pattern.isPresent();
  }

  /** The address of a transaction's page, empty if there is none. */
  public String url(String hash) {
    return pattern.map(text -> text.replace("{hash}", hash)).orElse("");
  }
}
