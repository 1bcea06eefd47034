package org.kalepool.pages;

import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;
import org.kalepool.web.ProblemKind;
import org.kalepool.web.ProblemPage;

/** Problems in the words of who looks at pages, where those of the API would not help. */
@ApplicationScoped
class ProblemPages implements ProblemPage {
  private final Frames frames;

  ProblemPages(Frames frames) {
    this.frames = frames;
  }

  @Override
  public String of(ProblemKind kind, String detail, @Nullable String id, boolean operators) {
    ProblemView view =
        new ProblemView(
            title(kind),
            operators ? operatorsDetail(kind, detail) : detail(kind, detail),
            id,
            operators);
    return Templates.problem(frames.bare(view.title()), view).render();
  }

  private static String operatorsDetail(ProblemKind kind, String detail) {
    return switch (kind) {
      case NOT_FOUND -> "Nothing has this address. It may have been mistyped, or be gone.";
      case METHOD_NOT_ALLOWED -> "This page cannot be sent like that. Nothing was changed.";
      case TOO_MANY_REQUESTS -> detail + " Nothing was changed: wait a minute and repeat it.";
      case DATABASE_UNAVAILABLE ->
          "Look in the audit, once it is back, whether what you sent was done.";
      case INTERNAL_ERROR -> "Look in the audit whether what you sent was done; the log says why.";
      default -> detail;
    };
  }

  private static String title(ProblemKind kind) {
    return switch (kind) {
      case FORBIDDEN -> "That was refused";
      case UNAUTHORIZED -> "Log in first";
      case VALIDATION_FAILED -> "Something in this address is not understood";
      default -> kind.title();
    };
  }

  private static String detail(ProblemKind kind, String detail) {
    return switch (kind) {
      case NOT_FOUND -> "Nothing has this address. It may have been mistyped, or be gone.";
      case BLOCK_NOT_FOUND -> "The pool never saw a block of this number.";
      case METHOD_NOT_ALLOWED -> "This page cannot be sent like that. Nothing was changed.";
      case UNAUTHORIZED -> "Your session is over. Nothing was changed: log in and repeat it.";
      case TOO_MANY_REQUESTS -> detail + " Nothing was changed: wait a minute and repeat it.";
      case NETWORK_UNAVAILABLE ->
          "Nothing was changed and nothing is lost. Try it again in a minute.";
      case DATABASE_UNAVAILABLE ->
          "Your KALE is safe on the network. Look in a minute whether what you sent was done, and"
              + " repeat it if not.";
      case INTERNAL_ERROR -> "Your KALE is where it was. Try it again in a minute.";
      default -> detail;
    };
  }
}
