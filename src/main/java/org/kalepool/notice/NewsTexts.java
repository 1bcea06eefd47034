package org.kalepool.notice;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.notice.NewsRepository.News;

/** Puts what happened to a farmer into words. */
final class NewsTexts {
  private NewsTexts() {}

  static Notice of(News news) {
    return new Notice(
        news.kind().name(), title(news), text(news), news.at(), news.farmer(), details(news));
  }

  private static String title(News news) {
    return switch (news.kind()) {
      case XLM_LOW -> "Your XLM is low";
      case STAKE_LOST -> "A stake was lost in block " + news.block();
      case COMPENSATED -> "You are owed for the stake of block " + news.block();
      case SETTINGS_CHANGED -> "Your settings or terms were changed";
      case NEW_LOGIN -> "Somebody has logged in to your farm";
      case PAYOUT_SENT -> "Your payout was sent";
      case DEPARTED -> "You have left the pool";
    };
  }

  private static String text(News news) {
    String words = news.words() == null ? "" : news.words();
    return switch (news.kind()) {
      case XLM_LOW ->
          xlm(news)
              + " XLM are left for fees in your account. Once they are used up you are not planted"
              + " any more: send some.";
      case STAKE_LOST ->
          kale(news) + " KALE staked in block " + news.block() + " are lost: " + words + ".";
      case COMPENSATED ->
          "The pooler owes you "
              + kale(news)
              + " KALE for the stake of block "
              + news.block()
              + " ("
              + words
              + "). They are paid with your payout.";
      case SETTINGS_CHANGED -> "Now: " + words + ". If that was not you, make a new token.";
      case NEW_LOGIN ->
          words.isEmpty()
              ? "It was done with your token. If that was not you, make a new one."
              : "It was done " + words + ". If that was not you, somebody else has its key.";
      case PAYOUT_SENT ->
          kale(news)
              + " KALE and "
              + xlm(news)
              + " XLM went to your address, in transaction "
              + news.hash()
              + ".";
      case DEPARTED -> "The pool farms for you no more: " + words + ".";
    };
  }

  private static Map<String, String> details(News news) {
    Map<String, String> details = new TreeMap<>();
    put(details, "block_index", news.block());
    put(details, "kale_stroops", news.kale());
    put(details, "xlm_stroops", news.xlm());
    put(details, "transaction_hash", news.hash());
    put(details, "words", news.words());
    return details;
  }

  private static void put(Map<String, String> details, String name, @Nullable Object value) {
    if (value != null) {
      details.put(name, value.toString());
    }
  }

  private static Kale kale(News news) {
    return Kale.ofStroops(news.kale() == null ? 0 : news.kale());
  }

  private static Xlm xlm(News news) {
    return Xlm.ofStroops(news.xlm() == null ? 0 : news.xlm());
  }
}
