package org.kalepool.crash;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The packaged pool's classes with a call to {@link CrashPoints} before and after what changes
 * state, which is every commit and statement of the PostgreSQL driver and every call of the RPC
 * transport. They are changed beforehand, in a jar in front of the pool's own, so that the child
 * can share an archive of its loaded classes and starts in a third of the time.
 */
final class CrashClasses {
  private static final ClassDesc POINTS = ClassDesc.of("org.kalepool.crash.CrashPoints");
  private static final MethodTypeDesc HOOK =
      MethodTypeDesc.of(
          ConstantDescs.CD_void,
          ConstantDescs.CD_String,
          ConstantDescs.CD_Object,
          ConstantDescs.CD_Object,
          ConstantDescs.CD_Object);
  private static final MethodTypeDesc IS_LUCK =
      MethodTypeDesc.of(
          ConstantDescs.CD_boolean,
          ConstantDescs.CD_Object,
          ConstantDescs.CD_long,
          ConstantDescs.CD_int);

  /**
   * What is watched.
   *
   * @param owner binary name with slashes
   * @param what tells {@link CrashPoints} the kind
   */
  private record Watched(String owner, String method, String descriptor, String what) {
    boolean is(MethodModel model) {
      return model.methodName().equalsString(method) && model.methodType().equalsString(descriptor);
    }
  }

  private static final String JDBC = "org/postgresql/jdbc/";
  private static final List<Watched> WATCHED =
      List.of(
          new Watched(JDBC + "PgConnection", "commit", "()V", "commit"),
          new Watched(JDBC + "PgConnection", "rollback", "()V", "rollback"),
          new Watched(JDBC + "PgPreparedStatement", "executeWithFlags", "(I)Z", "statement"),
          new Watched(JDBC + "PgPreparedStatement", "addBatch", "()V", "statement"),
          new Watched(
              "org/kalepool/stellar/rpc/HttpRpcTransport",
              "call",
              "(Ljava/lang/String;Lcom/fasterxml/jackson/databind/node/ObjectNode;)"
                  + "Lcom/fasterxml/jackson/databind/JsonNode;",
              "call"),
          new Watched(
              "org/kalepool/work/miner/Search",
              "report",
              "(Lorg/kalepool/work/miner/Assignment;J)V",
              "find"));

  private CrashClasses() {}

  /**
   * Makes the changed classes.
   *
   * @param app the packaged pool's folder
   * @param jar is written
   * @return the pool's class path with the jar in front
   * @throws IllegalStateException if something to be watched is not there
   */
  static String classPath(Path app, Path jar) throws IOException {
    List<Path> jars = new ArrayList<>();
    jars.add(app.resolve("quarkus/transformed-bytecode.jar"));
    jars.add(app.resolve("quarkus/generated-bytecode.jar"));
    for (String folder : List.of("app", "lib/boot", "lib/main")) {
      try (Stream<Path> files = Files.list(app.resolve(folder))) {
        files.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(jars::add);
      }
    }
    URL[] urls = new URL[jars.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = jars.get(i).toUri().toURL();
    }
    try (URLClassLoader classes = new URLClassLoader(urls, null)) {
      write(jar, changed(classes));
    }
    jars.addFirst(jar);
    return String.join(
        System.getProperty("path.separator"),
        jars.stream().map(it -> it.toAbsolutePath().toString()).toList());
  }

  /** The changed classes by their binary names with slashes. */
  static Map<String, byte[]> changed(ClassLoader classes) throws IOException {
    SequencedSet<String> owners =
        new LinkedHashSet<>(WATCHED.stream().map(Watched::owner).toList());
    Map<String, byte[]> changed = new LinkedHashMap<>();
    for (String owner : owners) {
      List<Watched> here = WATCHED.stream().filter(w -> w.owner().equals(owner)).toList();
      changed.put(owner, watch(read(classes, owner), here, classes));
    }
    String points = CrashPoints.class.getName().replace('.', '/');
    changed.put(points, read(CrashClasses.class.getClassLoader(), points));
    return changed;
  }

  private static byte[] read(ClassLoader classes, String name) throws IOException {
    try (InputStream code = classes.getResourceAsStream(name + ".class")) {
      if (code == null) {
        throw new IllegalStateException("there is no class " + name);
      }
      return code.readAllBytes();
    }
  }

  private static byte[] watch(byte[] bytes, Collection<Watched> watched, ClassLoader classes) {
    ClassFile classFile =
        ClassFile.of(
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(classes)
                    .orElse(ClassHierarchyResolver.defaultResolver())));
    byte[] changed = bytes;
    for (Watched method : watched) {
      var model = classFile.parse(changed);
      if (model.methods().stream().noneMatch(method::is)) {
        throw new IllegalStateException("there is no " + method);
      }
      CodeTransform transform =
          method.what().equals("find") ? new OnlyTheZerosAskedFor() : new Surround(method);
      changed =
          classFile.transformClass(
              model, ClassTransform.transformingMethodBodies(method::is, transform));
    }
    return changed;
  }

  private static void write(Path jar, Map<String, byte[]> classes) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
        out.putNextEntry(new JarEntry(entry.getKey() + ".class"));
        out.write(entry.getValue());
        out.closeEntry();
      }
    }
  }

  private record Surround(Watched watched) implements CodeTransform {
    @Override
    public void atStart(CodeBuilder code) {
      hook(code, "before");
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      if (element instanceof ReturnInstruction) {
        hook(code, "after");
      }
      code.with(element);
    }

    private void hook(CodeBuilder code, String when) {
      code.loadConstant(watched.what()).aload(0);
      if (watched.what().equals("call")) {
        code.aload(1).aload(2);
      } else {
        code.aconst_null().aconst_null();
      }
      code.invokestatic(POINTS, when, HOOK);
    }
  }

  /** Takes the luck out of mining, which would make the rewards of two runs differ. */
  private static final class OnlyTheZerosAskedFor implements CodeTransform {
    private static final ClassDesc SEARCH = ClassDesc.of("org.kalepool.work.miner.Search");

    @Override
    public void atStart(CodeBuilder code) {
      code.aload(1).lload(2).aload(0).getfield(SEARCH, "zeros", ConstantDescs.CD_int);
      code.invokestatic(POINTS, "isLuck", IS_LUCK).ifThen(CodeBuilder::return_);
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      code.with(element);
    }
  }
}
