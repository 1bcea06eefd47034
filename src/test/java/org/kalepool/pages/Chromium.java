package org.kalepool.pages;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * A Chromium that is told what to do: an installed one, else Playwright's own, which is downloaded.
 * Where neither is to be had the tests are skipped and say so.
 */
final class Chromium implements AutoCloseable {
  private static final String MISSING =
      "NO BROWSER: the pages were not looked at. Install Chromium, or name one in CHROMIUM;"
          + " Playwright's own %s";

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final int PATIENCE_MILLIS = 60_000;
  private static final int TALL = 800;
  private static final int NARROW = 360;
  private static final List<Integer> WIDTHS = List.of(NARROW, 1280);

  /** One for all tests of this JVM, each of which has a context of its own in it. */
  private static @Nullable Browser shared;

  private final Browser browser;
  private final BrowserContext context;
  private final Page page;
  private final CDPSession devTools;
  private final List<String> complaints = new ArrayList<>();

  private Chromium(Browser browser) {
    this.browser = browser;
    context = browser.newContext();
    context.setDefaultTimeout(PATIENCE_MILLIS);
    page = context.newPage();
    devTools = context.newCDPSession(page);
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(page.url() + ": " + message.text());
          }
        });
    page.onPageError(error -> complaints.add(page.url() + ": " + error));
  }

  /**
   * Starts one, or skips the test that asks for it and says why: there is none, or Playwright's own
   * does not run here.
   */
  static Chromium start() {
    Optional<Path> binary = installed();
    if (binary.isPresent()) {
      return new Chromium(running(binary.get()));
    }
    Optional<String> failure = BrowserDownload.failure();
    if (failure.isPresent()) {
      throw new TestAbortedException(MISSING.formatted("cannot be downloaded: " + failure.get()));
    }
    try {
      return new Chromium(running(null));
    } catch (PlaywrightException e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new TestAbortedException(MISSING.formatted("does not run here: " + why), e);
    }
  }

  /**
   * @param binary of an installed one; null for Playwright's own
   */
  private static synchronized Browser running(@Nullable Path binary) {
    Browser running = shared;
    if (running == null) {
      running = launched(binary);
      shared = running;
    }
    return running;
  }

  private static Browser launched(@Nullable Path binary) {
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    Runtime.getRuntime().addShutdownHook(new Thread(playwright::close, "browser-stop"));
    return playwright
        .chromium()
        .launch(
            new BrowserType.LaunchOptions()
                .setExecutablePath(binary)
                .setHeadless(true)
                .setArgs(
                    List.of(
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--no-first-run",
                        "--no-default-browser-check")));
  }

  private static Optional<Path> installed() {
    return Stream.concat(
            Optional.ofNullable(System.getenv("CHROMIUM")).stream(),
            Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"))
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  Page page() {
    return page;
  }

  /** What the console of any page has complained of. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** An error's page is itself something that the console complains of. */
  void forgive() {
    complaints.clear();
  }

  /**
   * Keeps pictures of the page as it is, narrow and wide, light and dark, and has axe look at it.
   *
   * @return what is wrong with it: too wide, or what axe says
   */
  List<String> keep(String name) {
    List<String> faults = new ArrayList<>();
    for (int width : WIDTHS) {
      page.setViewportSize(width, TALL);
      for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        String picture =
            "%s-%d-%s".formatted(name, width, scheme.name().toLowerCase(java.util.Locale.ROOT));
        photograph(width, SCREENSHOTS.resolve(picture + ".png"));
        // every rule once, and that of the colours in both schemes
        if (width == NARROW && scheme == ColorScheme.LIGHT) {
          faults.addAll(accessibility(picture, List.of()));
        } else if (width == NARROW) {
          faults.addAll(accessibility(picture, List.of("color-contrast")));
        }
      }
      if (((Number) page.evaluate("document.documentElement.scrollWidth")).intValue() > width) {
        faults.add(name + " has to be scrolled sideways at " + width);
      }
    }
    return faults;
  }

  /** All of the page; Playwright's own way spends most of its time on making the file small. */
  private void photograph(int width, Path to) {
    JsonObject clip = new JsonObject();
    clip.addProperty("x", 0);
    clip.addProperty("y", 0);
    clip.addProperty("width", width);
    clip.addProperty("height", (Number) page.evaluate("document.documentElement.scrollHeight"));
    clip.addProperty("scale", 1);
    JsonObject how = new JsonObject();
    how.addProperty("format", "png");
    how.addProperty("optimizeForSpeed", true);
    how.addProperty("captureBeyondViewport", true);
    how.add("clip", clip);
    String picture = devTools.send("Page.captureScreenshot", how).get("data").getAsString();
    try {
      Files.createDirectories(SCREENSHOTS);
      Files.write(to, Base64.getDecoder().decode(picture));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The README's picture: what a stranger sees first, small. */
  void picture(String url, String name) {
    try (BrowserContext strangers =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(1160, 1240)
                .setDeviceScaleFactor(0.75)
                .setColorScheme(ColorScheme.LIGHT))) {
      Page seen = strangers.newPage();
      seen.navigate(url);
      seen.waitForSelector(".u-wrap");
      seen.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }
  }

  /**
   * No page of ours has frames; without the legacy mode axe opens a page of its own each time, to
   * sum up what it found in them.
   *
   * @param rules those to look at; none for all
   */
  private List<String> accessibility(String picture, List<String> rules) {
    AxeRunOptions options = new AxeRunOptions();
    options.setResultTypes(List.of("violations"));
    AxeBuilder axe = new AxeBuilder(page).options(options).setLegacyMode(true);
    if (!rules.isEmpty()) {
      axe.withRules(rules);
    }
    return axe.analyze().getViolations().stream()
        .flatMap(
            rule ->
                rule.getNodes().stream()
                    .map(node -> picture + ": " + rule.getHelp() + ": " + node.getHtml()))
        .toList();
  }

  @Override
  public void close() {
    context.close();
  }
}
