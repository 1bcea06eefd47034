package org.kalepool.testing;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Stream;

/**
 * The project's compiled classes, read once for all tests that look at them. Product and tests are
 * read apart: both have the same packages, and so a {@code package-info} of the same name.
 */
public final class PoolClasses {
  public static final JavaClasses PRODUCT = read(new ImportOption.DoNotIncludeTests());
  public static final JavaClasses TESTS = read(new ImportOption.OnlyIncludeTests());

  private PoolClasses() {}

  public static Stream<JavaClass> all() {
    return Stream.concat(PRODUCT.stream(), TESTS.stream());
  }

  private static JavaClasses read(ImportOption which) {
    return new ClassFileImporter().withImportOption(which).importPackages("org.kalepool");
  }
}
