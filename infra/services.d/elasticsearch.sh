# Elasticsearch without Docker: the server that Maven Central carries for integration tests, on OpenJDK, never as root.
# It has no language analyzers; infra/elasticsearch-analyzers gives English, French and Arabic back.

es_version=8.19.9
es_sha256=6a0603db2b0406776dcf15df248294941f310e9183ca18a219bc8c6d57546ff0
es_home=$base/elasticsearch-$es_version
es_port=$((ports + 0))
es_transport_port=$((ports + 1))
elasticsearch_url() { printf 'http://127.0.0.1:%s' "$es_port"; }

# Prints the home of a JDK (with compiler) of release 17 to 24: what this server runs on.
es_java() {
    for candidate in "${ES_JAVA_HOME:-}" "${JAVA_HOME:-}" "$(dirname "$(dirname "$(readlink -f "$(command -v javac)" 2>/dev/null)")")" \
        /usr/lib/jvm/*-17-* /usr/lib/jvm/*-21-*; do
        [ -n "$candidate" ] && [ -x "$candidate/bin/javac" ] || continue
        release=$("$candidate/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
        [ "${release:-0}" -ge 17 ] && [ "$release" -le 24 ] && as_service test -x "$candidate/bin/java" || continue
        printf '%s' "$candidate"
        return
    done
    return 1
}

elasticsearch_install() {
    packages=
    es_java >/dev/null || packages=default-jdk-headless # 17 on Debian 12, 21 on Debian 13
    [ -d "$es_home" ] || command -v mvn >/dev/null || packages="$packages maven"
    [ -z "$packages" ] || apt_install $packages
    [ -d "$es_home" ] || es_download
    es_build_analyzers
    es_configure
}

# An interrupted fetch must not leave half a server: all happens aside and is moved into place at the end.
es_download() {
    say "Fetching Elasticsearch $es_version (98 MB)"
    aside=$base/download.$$
    rm -rf "$aside" && mkdir -p "$aside"
    for try in 1 2 3; do
        mvn --quiet --batch-mode org.apache.maven.plugins:maven-dependency-plugin:3.6.1:get -Dtransitive=false "-Dmaven.repo.local=$aside/m2" \
            "-Dartifact=org.elasticsearch.distribution.integ-test-zip:elasticsearch:$es_version:zip" \
            >"$base/maven.log" 2>&1 </dev/null 9>&- && break
        sleep "$try"
    done
    zip=$(find "$aside/m2" -name "elasticsearch-$es_version.zip" 2>/dev/null)
    [ -n "$zip" ] || { tail -n 20 "$base/maven.log" >&2; fail "Maven could not fetch Elasticsearch"; }
    printf '%s  %s\n' "$es_sha256" "$zip" | sha256sum --check --quiet || fail "the fetched Elasticsearch is not the one we know"
    (cd "$aside" && "$(es_java)/bin/jar" xf "$zip")
    chmod -R a+rX "$aside/elasticsearch-$es_version" && chmod a+rx "$aside/elasticsearch-$es_version/bin/"*
    mv "$aside/elasticsearch-$es_version" "$es_home"
    rm -rf "$aside"
}

# Compiles the plugin when its sources changed since the last time.
es_build_analyzers() {
    source=$here/elasticsearch-analyzers
    sum=$(find "$source" -type f | sort | xargs cat | cksum)
    [ "$(cat "$es_home/analyzers.stamp" 2>/dev/null)" = "$es_version $sum" ] && return
    say "Building the language analyzers"
    classes=$base/analyzers.$$
    plugin=$es_home/plugins/rostra-analyzers
    rm -rf "$classes" "$plugin" && mkdir -p "$classes" "$plugin"
    find "$source/src" -name '*.java' -exec "$(es_java)/bin/javac" --release 17 -nowarn -Xlint:none -cp "$es_home/lib/*" -d "$classes" {} +
    "$(es_java)/bin/jar" cf "$plugin/rostra-analyzers.jar" -C "$classes" .
    cp "$source/named_components.json" "$plugin/"
    sed "s/@ELASTICSEARCH_VERSION@/$es_version/" "$source/stable-plugin-descriptor.properties" >"$plugin/stable-plugin-descriptor.properties"
    rm -rf "$classes"
    printf '%s\n' "$es_version $sum" >"$es_home/analyzers.stamp"
}

es_configure() {
    as_service mkdir -p "$home/elasticsearch/config/jvm.options.d" "$home/elasticsearch/data" "$home/elasticsearch/logs" "$home/elasticsearch/tmp"
    config=$home/elasticsearch/config
    cp "$es_home/config/log4j2.properties" "$config/"
    # The shipped paths of collector log and heap dump point into the server's own folder, which is not writable.
    grep -v -e '-Xlog:gc' -e HeapDump -e ErrorFile "$es_home/config/jvm.options" >"$config/jvm.options"
    cat >"$config/elasticsearch.yml" <<YAML
cluster.name: rostra-$instance
discovery.type: single-node
network.host: 127.0.0.1
http.port: $es_port
transport.port: $es_transport_port
path.data: $home/elasticsearch/data
path.logs: $home/elasticsearch/logs
xpack.security.enabled: false
cluster.routing.allocation.disk.threshold_enabled: false
YAML
}

# A server that lives for minutes spends half of its processor time on optimizing code: a fleeting one stays with the quick compiler.
es_java_options() {
    printf '%s' "${ES_JAVA_OPTS:--Xms512m -Xmx512m}"
    ! is_fleeting || printf ' -XX:TieredStopAtLevel=1'
}

elasticsearch_launch() {
    as_service setsid --wait env ES_JAVA_HOME="$(es_java)" ES_PATH_CONF="$home/elasticsearch/config" ES_TMPDIR="$home/elasticsearch/tmp" \
        ES_JAVA_OPTS="$(es_java_options)" \
        "$es_home/bin/elasticsearch" --daemonize --pidfile "$home/elasticsearch.pid" >"$home/elasticsearch.log" 2>&1 ||
        { tail -n 30 "$home/elasticsearch.log" >&2; fail "Elasticsearch did not start"; }
}

# `GET /` is not served by this distribution: the cluster's health is.
elasticsearch_answers() {
    no_proxy=127.0.0.1 python3 -c "
import sys, urllib.request
url = sys.argv[1] + '/_cluster/health?wait_for_status=yellow&timeout=1s'
sys.exit(urllib.request.urlopen(url, timeout=3).status != 200)" "$(elasticsearch_url)" >/dev/null 2>&1
}

elasticsearch_halt() { end_by_pidfile "$home/elasticsearch.pid"; }
