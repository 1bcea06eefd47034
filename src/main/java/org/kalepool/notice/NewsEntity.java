package org.kalepool.notice;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code farmer_news}. */
@Entity
@Table(name = "farmer_news")
class NewsEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  UUID farmerId;

  @Enumerated(EnumType.STRING)
  NewsKind kind;

  Instant at;
  @Nullable Long blockIndex;
  @Nullable Long kale;
  @Nullable Long xlm;
  @Nullable String hash;
  @Nullable String words;
  boolean taken;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected NewsEntity() {}

  /** That a farmer's XLM is low; all else triggers write. */
  static NewsEntity xlmLow(UUID farmer, long xlm, Instant at) {
    NewsEntity news = new NewsEntity();
    news.farmerId = farmer;
    news.kind = NewsKind.XLM_LOW;
    news.at = at;
    news.xlm = xlm;
    return news;
  }
}
