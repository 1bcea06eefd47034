package org.kalepool.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.kalepool.testing.PoolClasses;

/**
 * A new page or piece of one is looked at, too, where tests go through who may see and change what:
 * whoever adds one hears of it here.
 */
class PageRoutesTest {
  /** For everybody, or for who is not logged in yet, or has a secret address. */
  private static final List<String> FOR_ALL =
      List.of(
          "/",
          "/live",
          "/blocks",
          "/blocks/{index}",
          "/poolers/{id}",
          "/api",
          "/.well-known/stellar.toml",
          "/join",
          "/log-in",
          "/confirm-email",
          "/feed/{token}",
          "/operator/log-in");

  /** Forms that are sent before there is a session, or by any. */
  private static final List<String> BEFORE =
      List.of(
          "/join",
          "/log-in",
          "/log-in/wallet",
          "/log-out",
          "/confirm-email",
          "/operator/log-in",
          "/operator/log-out");

  /** Of operators, beside the lists. */
  private static final List<String> OPERATORS =
      List.of(
          "/operator/live",
          "/operator/do/{command}",
          "/operator/farmers/{id}",
          "/operator/farmers/{id}/statement",
          "/operator/farmers/{id}/statement/movements.csv");

  private static Set<String> routes(Class<? extends Annotation> method) {
    return PoolClasses.PRODUCT.stream()
        .filter(page -> page.getPackageName().equals("org.kalepool.pages"))
        .filter(page -> page.isAnnotatedWith(Path.class))
        .flatMap(
            page ->
                page.getMethods().stream()
                    .filter(each -> each.isAnnotatedWith(method))
                    .map(each -> route(page, each)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String route(JavaClass page, JavaMethod method) {
    String own =
        method.isAnnotatedWith(Path.class) ? method.getAnnotationOfType(Path.class).value() : "";
    String base = page.getAnnotationOfType(Path.class).value();
    return own.isEmpty() ? base : base.equals("/") ? "/" + own : base + "/" + own;
  }

  @Test
  void everyPageIsEverybodysOrTriedWithoutASessionAndWithAnothers() {
    assertThat(routes(GET.class))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(FOR_ALL, OPERATORS, FarmSessionsTest.OWN, OperatorPagesTest.LISTS)
                .flatMap(List::stream)
                .filter(path -> !path.contains("?"))
                .toList());
  }

  @Test
  void everyFormIsSentBeforeASessionOrTriedWithoutItsToken() {
    assertThat(routes(POST.class))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(BEFORE, List.of("/operator/do/{command}"), FarmSessionsTest.CHANGES)
                .flatMap(List::stream)
                .toList());
  }
}
