package rostra.analyzers;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.elasticsearch.plugin.NamedComponent;
import org.elasticsearch.plugin.analysis.AnalyzerFactory;

/** Serves Lucene's French analyzer, with its own stop words, as {"type": "french"}. */
@NamedComponent("french")
public class French implements AnalyzerFactory {
    @Override
    public String name() {
        return "french";
    }

    @Override
    public Analyzer create() {
        return new FrenchAnalyzer();
    }
}
