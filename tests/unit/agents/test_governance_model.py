"""A governance model is a real Mesa model: its agents, space, collector and batches work as Mesa's do."""

from __future__ import annotations

import gc
import inspect
import warnings
import weakref
from collections import Counter
from typing import Any

import mesa
import networkx
import numpy as np
import pytest
from mesa.discrete_space import Network as MesaNetwork

from govsim.agents import Centre, Community, Council, Department, GovernanceModel, LocalService, MissionBoard
from govsim.agents.space import KINDS, graph_of, positions_of
from govsim.errors import GovsimError, InputError, PlacesError, ScenarioError
from govsim.measures.catalogue import MEASURES
from govsim.scenario.load import load_scenario
from govsim.world.places import Places
from govsim.world.synthetic_places import synthetic_england


@pytest.fixture
def model() -> GovernanceModel:
    return GovernanceModel("classroom_small", rng=7)


def test_it_is_a_mesa_model_of_mesa_agents(model: GovernanceModel) -> None:
    assert isinstance(model, mesa.Model)
    assert all(isinstance(agent, mesa.Agent) for agent in model.agents)
    numbers = {kind: len(agents) for kind, agents in model.agents_by_type.items()}
    assert numbers == {Centre: 1, Department: 4, MissionBoard: 2, Council: 4, LocalService: 16, Community: 8}
    assert sorted(agent.unique_id for agent in model.agents) == list(range(1, 36))


def test_the_default_country_has_an_agent_for_everyone() -> None:
    model = GovernanceModel(rng=7)
    numbers = {kind.__name__: len(agents) for kind, agents in model.agents_by_type.items()}
    assert numbers == {
        "Centre": 1,
        "Department": 13,
        "MissionBoard": 5,
        "Council": 48,
        "LocalService": 240,
        "Community": 192,
    }


def test_it_runs_to_its_horizon(model: GovernanceModel) -> None:
    assert (model.quarter, model.running, model.steps) == (0, True, 0)
    model.step()
    assert (model.quarter, model.running, model.steps) == (1, True, 1)
    assert model.run(3) is model
    assert model.quarter == 4
    model.run(100)
    assert (model.quarter, model.running, model.steps) == (32, False, 32)
    model.run()
    assert model.quarter == 32


def test_mesas_own_way_of_running_works() -> None:
    model = GovernanceModel(load_scenario("classroom_small").replace(horizon=3), rng=7)
    model.run_model()
    assert model.quarter == 3


def test_the_same_seed_gives_the_same_world_and_another_another() -> None:
    def need(**given: Any) -> Any:
        return GovernanceModel("classroom_small", **given).run(4).world.state["need_kjw"]

    assert np.array_equal(need(rng=7), need(rng=np.int64(7)))
    assert not np.array_equal(need(rng=7), need(rng=8))
    assert not np.array_equal(need(rng=7), need(rng=7, replicate=1))


def test_a_seed_may_be_left_to_chance_and_is_told(model: GovernanceModel) -> None:
    chance = GovernanceModel("classroom_small", rng=None).run(2)
    again = GovernanceModel("classroom_small", rng=chance.seed).run(2)
    assert np.array_equal(chance.world.state["need_kjw"], again.world.state["need_kjw"])
    assert chance.seed != GovernanceModel("classroom_small", rng=None).seed


@pytest.mark.parametrize("processes", [1, 2])
def test_mesas_batches_run_a_fresh_world_each_time(processes: int) -> None:
    from mesa.batchrunner import batch_run

    newer = "rng" in inspect.signature(batch_run).parameters  # of batch_run, which hands it on as `seed`

    def progress(parameters: dict[str, Any], **how: Any) -> list[float]:
        rows = batch_run(
            GovernanceModel,
            {"scenario": ["classroom_small"], **parameters},
            number_processes=processes,
            max_steps=3,
            display_progress=False,
            **how,
        )
        return [row["progress"] for row in rows]

    assert len(set(progress({}, **({"rng": [None] * 5} if newer else {"iterations": 5})))) == 5
    by_seed = progress({}, rng=range(3)) if newer else progress({"seed": range(3)})
    assert sorted(progress({"rng": range(3)})) == sorted(by_seed)


def test_a_seed_has_two_names_as_in_mesa_but_one_value() -> None:
    by_rng, by_seed = GovernanceModel("classroom_small", rng=7), GovernanceModel("classroom_small", seed=7)
    assert by_rng.seed == by_seed.seed == 7
    assert by_rng.random.random() == by_seed.random.random()
    with pytest.raises(InputError, match="rng: expected one seed, as rng or as seed, found both"):
        GovernanceModel("classroom_small", rng=7, seed=7)


def test_a_model_without_a_seed_is_a_fresh_world() -> None:
    assert GovernanceModel("classroom_small").seed != GovernanceModel("classroom_small").seed


def test_mesas_own_generators_are_seeded_alike(model: GovernanceModel) -> None:
    other = GovernanceModel("classroom_small", rng=np.uint64(7))
    assert model.random.random() == other.random.random()
    assert model.rng.random() == other.rng.random()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"rng": 1.5}, "rng: expected a whole number"),
        ({"rng": -1}, "0 to 2"),
        ({"rng": 2**64}, "0 to 2"),
        ({"rng": "seven"}, "found 'seven'"),
        ({"rng": np.random.default_rng(1)}, "a whole number"),
        ({"replicate": -1}, "replicate: expected a whole number from 0 to 2^64 − 1, found -1"),
    ],
)
def test_a_wrong_seed_is_refused(given: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError) as caught:
        GovernanceModel("classroom_small", **given)
    assert told in str(caught.value)


def test_wrong_scenarios_and_places_are_refused() -> None:
    with pytest.raises(ScenarioError, match="siloed"):
        GovernanceModel("siload", rng=7)
    with pytest.raises(PlacesError):
        GovernanceModel("classroom_small", rng=7, places=_without_health())


def _without_health() -> Places:
    england = synthetic_england(9, 1)
    return england.with_outcomes([outcome for outcome in england.outcomes if outcome != "health"])


def test_a_scenario_can_be_a_name_a_table_or_a_scenario() -> None:
    table = {"extends": "classroom_small", "levers": {"pooled_funding": 1.0}}
    assert GovernanceModel(table).governance.levers.pooled_funding == 1.0
    scenario = load_scenario("classroom_small")
    assert GovernanceModel(scenario).governance is scenario


def test_the_warm_up_can_be_left_out() -> None:
    cold = GovernanceModel("classroom_small", rng=7, warm_up=False)
    warm = GovernanceModel("classroom_small", rng=7)
    assert cold.quarter == warm.quarter == 0
    assert np.array_equal(cold.world.state["need_kjw"], warm.world.state["need_kjw"])
    assert not np.array_equal(cold.world.state["trust_kw"], warm.world.state["trust_kw"])
    cold.run(2)


def test_places_and_network_can_be_given() -> None:
    model = GovernanceModel("siloed", rng=7, places=synthetic_england(9, 2), warm_up=False)
    assert len(model.agents_by_type[Community]) == 18
    network = model.world.network.without("line", "centre", "treasury")
    cut = GovernanceModel("siloed", rng=7, places=synthetic_england(9, 2), network=network, warm_up=False)
    assert cut.world.network is network
    treasury = cut.actor("department", "treasury")
    assert "centre" not in [
        agent.kind for cell in treasury.cell.connections.values() for agent in cell.agents
    ]
    cut.step()


def test_every_agent_sits_on_its_cell(model: GovernanceModel) -> None:
    assert isinstance(model.space, MesaNetwork)
    assert len(list(model.space.all_cells)) == 35
    for agent in model.actors:
        assert agent.cell.agents == [agent]
        node = model.space.G.nodes[agent.cell.coordinate]
        assert (node["kind"], node["key"]) == (agent.kind, agent.key)


def test_cells_are_joined_as_the_network_says(model: GovernanceModel) -> None:
    hillford = model.actor("council", "hillford")
    around: Counter[str] = Counter(agent.kind for agent in hillford.cell.get_neighborhood().agents)
    assert around == {"service": 4, "council": 1}
    graph = graph_of(model.world.network)
    expected = {
        name: table.source.size
        for name, table in model.world.network.edges.items()
        if name not in ("contributes", "aims_at")
    }
    assert Counter(networkx.get_edge_attributes(graph, "type").values()) == expected
    positions = positions_of(model.world.network)
    assert list(positions) == list(graph.nodes)
    assert len(set(positions.values())) == len(positions)
    assert {graph.nodes[node]["kind"] for node in graph} == set(KINDS)


def test_numpys_global_draws_are_left_alone() -> None:
    before: Any = np.random.get_state()  # noqa: NPY002
    GovernanceModel("classroom_small", rng=7).run(2)
    after: Any = np.random.get_state()  # noqa: NPY002
    assert np.array_equal(before[1], after[1])
    assert before[2] == after[2]


def test_sets_of_agents_can_be_read_and_written(model: GovernanceModel) -> None:
    communities, councils = model.agents_by_type[Community], model.agents_by_type[Council]
    communities.set("trust", 0.9)
    assert (model.world.state["trust_kw"] == 0.9).all()
    assert communities.get("trust") == [0.9] * 8
    assert communities.agg("trust", np.mean) == pytest.approx(0.9)
    councils.do(lambda council: setattr(council, "capacity", 0.3 + 0.1 * council.row))
    assert councils.agg("capacity", max) == pytest.approx(0.6)
    able = councils.select(lambda council: council.capacity > 0.45)
    assert [council.key for council in able] == ["eastmere", "southport"]
    assert councils.groupby("region").count() == {"north": 2, "south": 2}
    assert councils.groupby("region").agg("capacity", np.mean) == pytest.approx(
        {"north": 0.35, "south": 0.55}
    )
    model.step()
    assert all(dose.min() >= 0 for dose in communities.get("dose"))


def test_agents_know_each_other(model: GovernanceModel) -> None:
    hillford = model.actor("council", "hillford")
    assert [community.key for community in hillford.communities] == ["hillford_town", "hillford_moor"]
    assert [service.own for service in hillford.services] == [False, False, False, True]
    assert hillford.communities[0].council is hillford
    assert hillford.population == 80_000
    assert (repr(hillford), str(hillford), hillford.label) == (
        "Council('hillford')",
        "council 'hillford'",
        "Hillford",
    )
    assert model.actor("service", "hillford/jobs").label == "Job centres, Hillford"
    with pytest.raises(GovsimError, match=r"no council 'hilford'\. Did you mean 'hillford'"):
        model.actor("council", "hilford")
    with pytest.raises(GovsimError, match="no kind of actor 'councils'"):
        model.actor("councils", "hillford")


def test_measures_are_collected_each_quarter(model: GovernanceModel) -> None:
    model.run(6)
    table = model.datacollector.get_model_vars_dataframe()
    assert list(table["quarter"]) == list(range(6))
    plain = {name for name, measure in MEASURES.items() if not measure.axis and not measure.only_at_end}
    assert set(table.columns) == {"quarter"} | plain
    assert np.isfinite(table.to_numpy(dtype=float)).all()
    assert table["need"].iloc[-1] == model.measures["need"]
    indices, need_kjw = model.world.indices, model.world.state["need_kjw"]
    mean_need = indices.national_mean(indices.council_mean(need_kjw)).mean()
    assert table["need"].iloc[-1] == pytest.approx(mean_need)
    assert np.shape(model.measures["need_by_outcome"]) == (3,)


def test_agents_are_collected_by_type(model: GovernanceModel) -> None:
    model.run(3)
    communities = model.datacollector.get_agenttype_vars_dataframe(Community)
    assert len(communities) == 3 * 8
    last = communities.xs(3, level="Step")
    assert list(last["community_trust"]) == model.agents_by_type[Community].get("trust")
    assert list(last["key"]) == model.agents_by_type[Community].get("key")
    for kind, size in ((Council, 4), (Department, 4), (MissionBoard, 2), (LocalService, 16)):
        assert len(model.datacollector.get_agenttype_vars_dataframe(kind)) == 3 * size


def test_subclasses_are_collected_under_their_kind() -> None:
    class Quiet(Community):
        pass

    model = GovernanceModel("classroom_small", rng=7, agent_types=[Quiet]).run(2)
    assert len(model.agents_by_type[Quiet]) == 8
    assert len(model.datacollector.get_agenttype_vars_dataframe(Community)) == 2 * 8


def test_mesas_batch_run_works() -> None:
    scenario = load_scenario("classroom_small").replace(horizon=4, warm_up=4)
    asked: dict[str, Any] = {"scenario": [scenario], "replicate": [0, 1], "step_agents": [True, False]}
    given: dict[str, Any] = {"number_processes": 1, "display_progress": False, "data_collection_period": -1}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Mesa says of its own arguments
        if "rng" in mesa.batch_run.__code__.co_varnames:
            given["rng"] = 7
        else:
            asked["rng"] = 7
        rows = mesa.batch_run(GovernanceModel, asked, **given)
    # mesa 3.5 gives a row for each agent, 3.3 one for the model
    found = dict.fromkeys((row["replicate"], row["step_agents"], row["quarter"]) for row in rows)
    assert list(found) == [(0, True, 3), (0, False, 3), (1, True, 3), (1, False, 3)]
    for replicate in (0, 1):
        model = GovernanceModel(scenario, rng=7, replicate=replicate).run()
        for row in rows:
            if row["replicate"] == replicate:
                assert {name: row[name] for name in ("public_value", "need", "trust")} == {
                    name: model.measures[name] for name in ("public_value", "need", "trust")
                }


def test_no_column_of_agents_has_the_name_of_a_measure(model: GovernanceModel) -> None:
    for reporters in model.datacollector.agenttype_reporters.values():
        assert not set(reporters) & set(model.datacollector.model_reporters)


def test_a_closed_model_is_forgotten() -> None:
    with GovernanceModel("classroom_small", rng=7) as model:
        model.run(2)
        kept = weakref.ref(model)
    del model
    gc.collect()
    assert kept() is None


def test_a_student_can_build_on_the_model() -> None:
    class Watched(GovernanceModel):
        def __init__(self, scenario: str = "classroom_small", **given: Any) -> None:
            super().__init__(scenario, **given)
            self.shown: list[float] = []

        def step(self) -> None:
            super().step()
            self.agents_by_type[Community].shuffle_do(lambda community: None)
            self.shown.append(self.agents_by_type[Community].agg("trust", np.mean))

    watched = Watched().run(5)
    assert len(watched.shown) == 5
