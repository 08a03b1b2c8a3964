import gov.nist.secauto.metaschema.core.configuration.DefaultConfiguration;
import gov.nist.secauto.metaschema.core.model.constraint.IConstraint.Level;
import gov.nist.secauto.metaschema.core.model.validation.IValidationFinding;
import gov.nist.secauto.metaschema.core.model.validation.IValidationResult;
import gov.nist.secauto.metaschema.core.model.validation.JsonSchemaContentValidator;
import gov.nist.secauto.oscal.lib.OscalBindingContext;
import gov.nist.secauto.oscal.lib.model.Catalog;
import gov.nist.secauto.oscal.lib.model.CatalogGroup;
import gov.nist.secauto.oscal.lib.profile.resolver.ProfileResolver;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Has liboscal-java judge models of OSCAL in JSON, offline.
 *
 * <p>Arguments: pairs of a model's name (catalog, profile, component-definition, ssp) and its path.
 *
 * <p>A line of standard output for each model, tabs between: path, "passed" or "failed", and what
 * was said. A model has passed if it is that of the official schema, and no constraint of OSCAL
 * finds a warning or an error in it. Of a profile the controls are said that it resolves to.
 */
public final class Models {
  public static void main(String[] args) {
    PrintStream out = System.out;
    System.setOut(System.err); // what logs
    for (int i = 0; i + 1 < args.length; i += 2) {
      List<String> said = new ArrayList<>();
      boolean passed = false;
      try {
        passed = judge(args[i], Path.of(args[i + 1]).toAbsolutePath(), said);
      } catch (Exception | StackOverflowError e) {
        said.add(e.toString());
      }
      out.println(String.join("\t", args[i + 1], passed ? "passed" : "failed", String.join("; ", said).replaceAll("\\s+", " ")));
    }
  }

  static boolean judge(String model, Path path, List<String> said) throws Exception {
    var context = OscalBindingContext.newInstance();
    boolean passed;
    try (InputStream schema = OscalBindingContext.class.getResourceAsStream("/schema/json/oscal-" + model + "_schema.json")) {
      passed = add(said, new JsonSchemaContentValidator(schema).validate(path.toUri()));
    }
    passed &= add(said, context.validateWithConstraints(path.toUri(), new DefaultConfiguration<>()));
    if (model.equals("profile")) {
      List<String> ids = new ArrayList<>();
      controls(((Catalog) new ProfileResolver().resolve(path).getValue()).getGroups(), ids);
      said.add("controls: " + String.join(" ", ids));
    }
    return passed;
  }

  static void controls(List<CatalogGroup> groups, List<String> ids) {
    for (var group : groups == null ? List.<CatalogGroup>of() : groups) {
      controls(group.getGroups(), ids);
      if (group.getControls() != null) {
        group.getControls().forEach(control -> ids.add(control.getId()));
      }
    }
  }

  /** Adds what was found, and says whether there is nothing that matters. */
  static boolean add(List<String> said, IValidationResult result) {
    boolean passed = result.isPassing();
    for (IValidationFinding finding : result.getFindings()) {
      if (finding.getSeverity().ordinal() >= Level.WARNING.ordinal()) {
        said.add(finding.getSeverity() + " " + finding.getPath() + " " + finding.getMessage());
        passed = false;
      }
    }
    return passed;
  }
}
